"""What the edge answers by itself, as a function of Amazon CloudFront's (runtime ``cloudfront-js-2.0``)."""

import html
import json

from components.contracts import Published

RUNTIME = "cloudfront-js-2.0"

_CODE = """\
function page(status, told, kind, body, more) {
  var headers = { 'content-type': { value: kind }, 'cache-control': { value: 'no-store' }, 'x-content-type-options': { value: 'nosniff' } };
  for (var name in more) { headers[name] = { value: more[name] }; }
  return { statusCode: status, statusDescription: told, headers: headers, body: body };
}
function handler(event) {
  var request = event.request;
  var host = request.headers.host ? request.headers.host.value.toLowerCase() : '';
  if (host !== %(host)s) { return page(404, 'Not Found', 'text/plain', 'There is nothing here.\\n', {}); }
  if (request.uri === '/.well-known/security.txt') { return page(302, 'Found', 'text/plain', '', { location: %(security_txt)s }); }
  if (%(maintenance)s) { return page(503, 'Service Unavailable', 'text/html; charset=utf-8', %(page)s, { 'retry-after': '3600' }); }
  return request;
}
"""

_PAGE = """\
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\
<title>Sorry, the service is unavailable</title></head><body><main><h1>Sorry, the service is unavailable</h1>\
<p>You will be able to use %s later. Nothing that you sent before is lost.</p></main></body></html>
"""


def code(published: Published) -> str:
    """The function's text: any other host is not found, ``security.txt`` is where the body keeps it, and maintenance says so."""
    return _CODE % {
        "host": json.dumps(published.host),
        "security_txt": json.dumps(published.security_txt),
        "maintenance": json.dumps(published.maintenance),
        "page": json.dumps(_PAGE % html.escape(published.host)),
    }
