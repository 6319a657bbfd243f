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
  const body = bodyOf(posting, now);
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

/** What is posted: what the report is of and its summary, and with the format json the whole of it. */
export function bodyOf(posting: Posting, now: Date): string {
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
  const whole = formats.includes('json') ? event(report) : '';
  return whole !== '' && Buffer.byteLength(whole) <= MOST_BODY ? whole : event(null);
}
