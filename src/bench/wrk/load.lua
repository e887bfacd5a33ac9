-- Arguments: a file with one token a line, a path, a body ("" for a GET), the largest random number.
-- {random} in path and body is replaced in each request: by 18 random digits where the largest is 0.
-- Each request carries the next token. Requests are put together by hand, which costs wrk less.

local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

local heads = {}
local path, body, largest
local requests = 0

local function random()
  if largest > 0 then
    return tostring(math.random(largest))
  end
  return string.format("%09d%09d", math.random(0, 999999999), math.random(0, 999999999))
end

-- A function that gives the text with {random} replaced.
local function filler(text)
  local before, after = text:match("^(.-){random}(.*)$")
  if not before then
    return function() return text end
  end
  return function() return before .. random() .. after end
end

function init(args)
  for token in io.lines(args[1]) do
    heads[#heads + 1] = " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port
      .. "\r\nAuthorization: Bearer " .. token .. "\r\n"
  end
  path, body, largest = filler(args[2]), filler(args[3]), tonumber(args[4])
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
    '{"requests":%d,"micros":%d,"p50":%d,"p99":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
