import http from 'node:http';
import https from 'node:https';
import { posted, type Posted } from './posted-fields.js';

const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

export interface FormAnswer {
  status: number;
  /** The JSON that came; one that isn't an object says no more than its status. */
  answer: Posted;
}

/**
 * Posts a form over a connection that is kept open, which `fetch` does at several times the cost. Rejects when
 * there is no whole answer within `timeoutMs`: what became of the call is then unknown.
 */
export function postForm(
  url: URL,
  headers: Record<string, string>,
  fields: Record<string, string>,
  timeoutMs: number,
): Promise<FormAnswer> {
  const form = new URLSearchParams(fields).toString();
  const { request } = url.protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method: 'POST',
      agent: agents[url.protocol as keyof typeof agents],
      headers: {
        ...headers,
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': Buffer.byteLength(form),
      },
    });
    const timer = setTimeout(() => call.destroy(new Error('the gateway did not answer in time')), timeoutMs);
    call.once('close', () => clearTimeout(timer));
    call.once('error', reject);
    call.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, answer: readAnswer(body) }));
    });
    call.end(form);
  });
}

function readAnswer(body: string): Posted {
  try {
    return posted(JSON.parse(body));
  } catch {
    return {};
  }
}
