import { type Request, type Response, Router } from 'express';
import type { Context } from '../context.ts';
import { fileName, reportFormats } from '../reports/formats/index.ts';
import { rowsIn } from '../reports/rows.ts';
import { readReport } from '../reports/stored.ts';
import { drawnFile } from './drawnFile.ts';
import { idField } from './endpoint.ts';

/** Nothing that a name in a report may hold is run or fetched, also where the file is opened here. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; sandbox";

/** GET /reports/{id}.{ending}: a stored report as a file. */
export function reportFiles(context: Context): Router {
  const router = Router();
  for (const format of reportFormats) {
    router.get(`/reports/:id.${format.ending}`, async (request: Request, response: Response) => {
      const id = idField.parse(request.params.id);
      const { report, hash, bytes } = await drawnFile(async () => {
        const stored = await readReport(context.db, id);
        // Who has gone needs no file.
        return {
          ...stored,
          bytes: response.closed ? '' : await format.write(stored.report, rowsIn(context.db)),
        };
      });
      const name = fileName(report, format);
      response.set('content-type', format.type).set('content-security-policy', POLICY);
      response.set('content-disposition', `${format.text ? 'inline' : 'attachment'}; filename="${name}"`);
      // It never changes; what writes it may, with another version of Gazetteer.
      response.set('cache-control', 'no-cache').set('gazetteer-report', hash);
      response.send(bytes);
    });
  }
  return router;
}
