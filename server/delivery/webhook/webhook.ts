import { fileAddress, type Posting, pageAddress, type Way } from '../posting.ts';
import { Refused } from '../retry.ts';
import { Guard } from './guard.ts';
import { post } from './post.ts';
import { secretOf, signatureOf } from './sign.ts';

/** The most bytes of a post; a report that is larger is named, and had by its address. */
const MOST_BODY = 2 ** 20;

export const webhook: Way = async (posting, { settings, signal }) => {
  const { target, mark } = posting;
  if (target.kind !== 'webhook') throw new Refused('bug', `${target.kind} is no webhook`);
  const secret = await secretOf(target.secretFile);
  const id = `msg_${mark}`;
  const now = new Date();
  const timestamp = Math.floor(now.getTime() / 1000);
  const body = bodyOf(posting, now, await modelOf(posting));
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Gazetteer',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatureOf(secret, { id, timestamp, body }),
  };
  const guard = new Guard(settings.webhook.allow);
  return post({ url: new URL(target.address), headers, body }, { guard, signal });
};

/** The whole report, with rows that are kept beside it; null where nobody asked for it, or it is too large in any case. */
export async function modelOf({ report, formats, file }: Posting): Promise<unknown> {
  if (!formats.includes('json')) return null;
  const tables = report.sections.flatMap((section) => section.tables);
  if (tables.every(({ more = [] }) => more.length === 0)) return report;
  const { bytes } = await file('json');
  return bytes.length > MOST_BODY ? null : JSON.parse(Buffer.from(bytes).toString('utf8'));
}

/** What is posted: what the report is of and its summary, and the whole of it where there is room. */
export function bodyOf(posting: Posting, now: Date, whole: unknown): string {
  const { report, id, schedule, test, formats } = posting;
  const { title, scope, from, to, timeZone, madeAt, coverage, warnings, summary, pages } = report;
  const data = {
    schedule,
    test,
    report: { id, title, scope, from, to, timeZone, madeAt, coverage, warnings, summary },
    page: pageAddress(posting),
    files: pages === '' ? {} : Object.fromEntries(formats.map((one) => [one, fileAddress(posting, one)])),
  };
  const event = (model: unknown) =>
    JSON.stringify({ type: 'report.made', timestamp: now.toISOString(), data: { ...data, model } });
  const told = event(whole);
  return Buffer.byteLength(told) <= MOST_BODY ? told : event(null);
}
