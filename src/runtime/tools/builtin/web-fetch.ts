/** The tool `web-fetch`: gets a page or a file of the web. */
import { answerText, mediaType } from '../web/answer-body.ts';
import { exchange } from '../web/exchange.ts';
import { addressIn, addressParameters, headersIn, secretsOfRequest, sharedParameters, timeoutIn } from '../web/request-parameters.ts';
import { configuredRetries } from '../web/retries.ts';
import { invalidCall } from '../parameters.ts';
import type { Tool } from '../tool.ts';

export const webFetch: Tool = {
  name: 'web-fetch',
  description: 'Gets a page or a file of the web.',
  category: 'web',
  version: '1.0.0',
  parameters: [...addressParameters, ...sharedParameters],
  secretsIn: secretsOfRequest,
  async run(parameters, run) {
    const invalid = (message: string) => invalidCall(webFetch, message);
    const { http, web } = run.runtime.config.tools;
    const url = addressIn(parameters, invalid);
    const timeout = timeoutIn(parameters, invalid);
    const result = await exchange(
      webFetch,
      {
        request: { method: 'GET', url, headers: headersIn(parameters['headers'], http.headers, invalid), body: undefined, maxRedirects: http.maxRedirects },
        limit: timeout === undefined ? { seconds: web.timeoutSeconds, setting: 'timeout_seconds in [tools.web]' } : { seconds: timeout, setting: 'timeout of the call' },
        retry: configuredRetries(http.maxRetries),
      },
      run,
    );
    if ('failure' in result) return { operation: 'fetch', success: false, error: result.failure };
    const { answer } = result;
    const contentType = answer.headers.get('content-type');
    const { text, encoding } = answerText(answer.body, contentType);
    const page = { url: answer.url, status_code: answer.status, content_type: mediaType(contentType), headers: Object.fromEntries(answer.headers), body: text, encoding, size: answer.body.length };
    const status = `HTTP ${answer.status}${answer.statusText === '' ? '' : ` ${answer.statusText}`}`;
    if (answer.status >= 400) return { operation: 'fetch', success: false, error: { code: 'http_status', message: `GET ${answer.url}: ${status}` }, result: page };
    return { operation: 'fetch', success: true, message: `Fetched ${answer.url}: ${status}, ${answer.body.length} bytes`, result: page };
  },
};
