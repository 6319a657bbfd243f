import { ApiFailure, failureOf } from './request.ts';

/** Sends JSON and hands over each line of JSON of the answer as it comes; throws ApiFailure. */
export async function streamJson<Line>(
  path: string,
  body: unknown,
  tell: (line: Line) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await begun(path, body, signal);
  if (!response.ok || !response.body) throw failureOf(response, await response.text().catch(() => ''));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new ApiFailure(0, 'cut', 'The answer ended in the middle.', 'Try it again.');
    });
    const lines = (rest + (value ?? '')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') tell(JSON.parse(line));
    if (done) return;
  }
}

async function begun(path: string, body: unknown, signal: AbortSignal): Promise<Response> {
  try {
    const headers = { 'content-type': 'application/json' };
    return await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal });
  } catch {
    throw new ApiFailure(
      0,
      'no-answer',
      'The service did not answer.',
      'Is it running, and is the network up?',
    );
  }
}
