import { Agent, request } from 'node:http';

const answerTimeoutMs = 10_000;
/** What waits for a connection waits here, not at the product. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Posts a form to the product; whether it was answered with 2xx. Never rejects. */
export function postForm(url: string, fields: Record<string, string>, signal: AbortSignal): Promise<boolean> {
  const form = new URLSearchParams(fields).toString();
  return new Promise((resolve) => {
    const post = request(url, {
      method: 'POST',
      agent,
      signal,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': Buffer.byteLength(form),
      },
    });
    post.setTimeout(answerTimeoutMs, () => post.destroy());
    post.once('error', () => resolve(false));
    post.once('close', () => resolve(false));
    post.once('response', (response) => {
      const { statusCode = 0 } = response;
      response.resume().once('end', () => resolve(statusCode >= 200 && statusCode < 300));
    });
    post.end(form);
  });
}
