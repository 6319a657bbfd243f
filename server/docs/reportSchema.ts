import { z } from 'zod';
import { Report } from '../reports/model.ts';

/** The form of a report as JSON Schema (2020-12), for programs that are not ours. */
export function reportSchema(): string {
  const schema = { title: 'Report of Gazetteer, version 1', ...z.toJSONSchema(Report) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
