-- Arguments: a file with one token a line, a path, a body ("" for a GET), the maximum of {random}.
-- {random} in path and body is a new number in each request; with the maximum 0 it has 18 digits.
-- Each request has the next token. The script builds the bytes of a request itself: wrk.format is slower.

local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

local heads = {}
local path, body, max_random
local requests = 0

local function random()
  if max_random > 0 then
    return tostring(math.random(max_random))
  end
  return string.format("%09d%09d", math.random(0, 999999999), math.random(0, 999999999))
end

-- Returns a function that returns the template with {random} replaced.
local function filler(template)
  local before, after = template:match("^(.-){random}(.*)$")
  if not before then
    return function() return template end
  end
  return function() return before .. random() .. after end
end

function init(args)
  for token in io.lines(args[1]) do
    heads[#heads + 1] = " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port
      .. "\r\nAuthorization: Bearer " .. token .. "\r\n"
  end
  path, body, max_random = filler(args[2]), filler(args[3]), tonumber(args[4])
  math.randomseed(os.time() * 64 + id)
end

function request()
  requests = requests + 1
  local head = path() .. heads[requests % #heads + 1]
  local content = body()
  if content == "" then
    return "GET " .. head .. "\r\n"
  end
  return "POST " .. head .. "Content-Type: application/json\r\nContent-Length: " .. #content
    .. "\r\n\r\n" .. content
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"micros":%d,"p50":%d,"p99":%d,"rejected":%d,"failed":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
