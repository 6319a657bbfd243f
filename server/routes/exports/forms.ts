import { csv } from './csv.ts';
import type { ExportForm } from './form.ts';
import { json, ndjson } from './json.ts';
import { xlsx } from './xlsx.ts';

/** Every form that a list can be had in. */
export const exportForms: ExportForm[] = [csv, json, ndjson, xlsx];
