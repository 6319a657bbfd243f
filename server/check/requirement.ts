import { z } from 'zod';
import { Provider } from '../routes/schemas/common.ts';

/** How a tool is asked for: by a provider of the tables, or by pip, which installs into any of several. */
export const Asked = z.union([Provider, z.literal('pip')]);
export type Asked = z.infer<typeof Asked>;

/** One thing that an environment needs. Text that is not said is ''. */
export const Requirement = z.object({
  line: z.number().int().describe('line of the input; 0 where a form does not tell'),
  text: z.string().describe('as the input says it'),
  asked: Asked.describe('what it is asked from'),
  name: z.string().describe('name in that ecosystem'),
  tools: z.array(z.string()).min(1).describe('the tool, and what else it may be called where no build tells'),
  label: z.string(),
  version: z.string().describe("exact version; '' where a range or none is asked for"),
  constraint: z.string().describe("as the ecosystem writes it: >=1.17,<2; '' for any version"),
  rules: z.enum(['conda', 'pep440']).describe('whose rules the constraint is read by'),
  variant: z.string(),
  build: z.string().describe('build, which may hold * where conda is asked'),
  digest: z.string().describe('<kind>:<hex>'),
  channel: z.string(),
  subdir: z.string().describe('platform of the package'),
});
export type Requirement = z.infer<typeof Requirement>;

/** What could not be read. */
export const Unread = z.object({
  line: z.number().int().describe('line of the input; 0 where none can be told'),
  text: z.string(),
  message: z.string(),
});
export type Unread = z.infer<typeof Unread>;

/** What a form gives. */
export interface Wanted {
  requirements: Requirement[];
  unread: Unread[];
  /** What was decided while reading, for a person: which platform of a lock. */
  notes: string[];
}

export const nothing = (): Wanted => ({ requirements: [], unread: [], notes: [] });

const LONGEST = 200;

export function unread(line: number, text: string, message: string): Unread {
  return { line, text: text.trim().slice(0, LONGEST), message };
}
