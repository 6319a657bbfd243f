import { canonicalJson } from '../../store/canonical.ts';
import type { Report } from '../model.ts';

/** The report itself, as it is stored (RFC 8785); its form is docs/report.schema.json. */
export const json = (report: Report): Uint8Array => Buffer.from(canonicalJson(report));
