import type { Request, Response } from 'express';
import type { Context } from '../context.ts';
import { GazetteerError } from '../errors.ts';
import { textOf } from '../frames/text.ts';
import { unpackEvidence } from '../store/evidence.ts';

/** The raw text that a document was read from, part by part, as plain text. */
export function rawEvidence(context: Context) {
  return async (request: Request, response: Response) => {
    const hash = String(request.params.hash);
    const found = await context.db.query<{ content: Buffer }>(
      `select evidence.content from evidence where evidence.id = (
         select max(evidence_id) from (
           select evidence_id from observation join document on document.id = document_id where document.hash = $1
           union all
           select evidence_id from root_item join document on document.id = document_id where document.hash = $1
           union all
           select evidence_id from image_contents join document on document.id = contents_id where document.hash = $1
         ) as held)`,
      [Buffer.from(/^[0-9a-f]{64}$/.test(hash) ? hash : '', 'hex')],
    );
    const content = found.rows[0]?.content;
    if (!content) throw new GazetteerError('not-found', 'no evidence is kept for that document');
    // Never as HTML: the text belongs to a machine that is not ours.
    response.set('content-type', 'text/plain; charset=utf-8').set('x-content-type-options', 'nosniff');
    for (const part of unpackEvidence(content)) {
      response.write(`==> ${part.name} (${part.bytes.length} bytes) <==\n${textOf(part.bytes)}\n`);
    }
    response.end();
  };
}
