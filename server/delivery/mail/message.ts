import type { SendMailOptions } from 'nodemailer';
import { chartSvg } from '../../reports/charts/svg.ts';
import type { Report } from '../../reports/model.ts';
import { fileAddress, type Posting, pageAddress, type ReportFile } from '../posting.ts';
import type { MailSettings } from '../settings.ts';
import { htmlOf, type Pictured } from './body.ts';
import { pictureOf } from './picture.ts';

/** Text of a mail that nobody reads to the end; the whole is attached or behind the link. */
const MOST_TEXT = 200_000;

/** The mail that brings a report to one address. Its Message-ID is that of the report, so that one sent again is the same mail. */
export async function mailOf(
  posting: Posting,
  { from, attachBytes }: Pick<MailSettings, 'from' | 'attachBytes'>,
): Promise<SendMailOptions> {
  const { report, id, mark, schedule, test, target } = posting;
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const page = pageAddress(posting);
  const { attached, left } = await attachmentsOf(posting, attachBytes);
  const notes = left.map(({ format, bytes }) => {
    const where = fileAddress(posting, format) || `gazetteer report --id ${id} --format ${format}`;
    return `${format} has ${sizeText(bytes)}, too much for a mail: ${where}`;
  });
  const pictures = await picturesOf(report, mark);
  const text = await posting.text();
  const whole = [...(page === '' ? [] : [page, '']), shortened(text), ...notes].join('\n');
  return {
    from: { name: 'Gazetteer', address: from },
    to: target.address,
    subject: plain(test ? `[Test] ${report.title}` : report.title),
    messageId: `<${mark}@${domain}>`,
    headers: {
      'List-Id': `<${schedule}.gazetteer.${domain}>`,
      // RFC 3834: out-of-office programs do not answer it.
      'Auto-Submitted': 'auto-generated',
    },
    text: test ? `This is a test: somebody wants to see whether it arrives.\n\n${whole}` : whole,
    html: htmlOf({ report, page, pictures, notes, test }),
    attachments: [
      ...[...pictures.values()].map(({ cid, png }) => ({
        filename: `${cid.split('@')[0]}.png`,
        content: Buffer.from(png),
        contentType: 'image/png',
        contentDisposition: 'inline' as const,
        cid,
      })),
      ...attached.map(({ name, mediaType, bytes }) => ({
        filename: name,
        content: Buffer.from(bytes),
        contentType: mediaType,
      })),
    ],
    // What is attached is in memory: no name in a message makes a file or an address be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** In their order as long as there is room. */
async function attachmentsOf(posting: Posting, most: number) {
  const attached: ReportFile[] = [];
  const left: { format: string; bytes: number }[] = [];
  let room = most;
  for (const format of posting.formats) {
    const file = await posting.file(format);
    if (file.bytes.length > room) left.push({ format, bytes: file.bytes.length });
    else {
      attached.push(file);
      room -= file.bytes.length;
    }
  }
  return { attached, left };
}

async function picturesOf(report: Report, mark: string): Promise<Map<string, Pictured>> {
  const pictures = new Map<string, Pictured>();
  for (const section of report.sections) {
    for (const chart of section.charts) {
      const id = `${section.id}/${chart.id}`;
      const cid = `chart${pictures.size + 1}@${mark}`;
      pictures.set(id, { cid, ...(await pictureOf(chartSvg(chart, 'fixed'))) });
    }
  }
  return pictures;
}

function shortened(text: string): string {
  if (text.length <= MOST_TEXT) return text;
  return `${text.slice(0, text.lastIndexOf('\n', MOST_TEXT))}\n\nThe rest is left out here.\n`;
}

/** One line, whatever names stand in it. */
const plain = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').slice(0, 300);

const sizeText = (bytes: number) =>
  bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
