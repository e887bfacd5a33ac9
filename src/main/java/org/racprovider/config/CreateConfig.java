package org.racprovider.config;

/**
 * How creates are gathered into statements.
 *
 * @param statements how many statements may be in flight at once
 * @param batch the most providers in one statement
 * @param queue the most providers that wait for a statement; beyond it creates are refused
 */
public record CreateConfig(int statements, int batch, int queue) {}
