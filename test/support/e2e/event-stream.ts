import { request } from 'undici';

export interface StreamedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: {
    readonly type: string;
    readonly version: number;
    readonly at: string;
    readonly status: string;
  };
}

/**
 * The server-sent events at `url` until the server ends the stream, or `signal` aborts.
 * @param lastEventId what a client that lost its connection sends to go on after it
 */
export async function* streamedEvents(
  url: string,
  { lastEventId, signal }: { lastEventId?: string; signal?: AbortSignal } = {},
): AsyncGenerator<StreamedEvent> {
  const { statusCode, headers, body } = await request(url, {
    headers: {
      accept: 'text/event-stream',
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: signal ?? null,
  });
  if (statusCode !== 200 || !String(headers['content-type']).startsWith('text/event-stream'))
    throw new Error(`${url} answered ${statusCode} ${String(headers['content-type'])}: ${await body.text()}`);
  let buffered = '';
  for await (const chunk of body.setEncoding('utf8') as AsyncIterable<string>) {
    const blocks = (buffered + chunk).split('\n\n');
    buffered = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parse(block);
      if (event) yield event;
    }
  }
}

export async function allEvents(url: string, lastEventId?: string): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  for await (const event of streamedEvents(url, lastEventId === undefined ? {} : { lastEventId }))
    events.push(event);
  return events;
}

/** @returns undefined for a block of comments */
function parse(block: string): StreamedEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name, value] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) fields.set(name, value);
  }
  const data = fields.get('data');
  if (data === undefined) return undefined;
  return {
    id: fields.get('id') ?? '',
    event: fields.get('event') ?? '',
    data: JSON.parse(data) as StreamedEvent['data'],
  };
}
