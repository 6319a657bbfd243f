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
  folders: z.array(z.string()).optional().describe('of a module: folders that the input adds before it'),
  path: z.string().optional().describe('of an image: where it lies on some cluster'),
});
export type Requirement = z.infer<typeof Requirement>;

/** What could not be read. */
export const Unread = z.object({
  line: z.number().int().describe('line of the input; 0 where it is no text of lines'),
  column: z.number().int().describe('place in that line, from 1; 0 where it holds nothing else of the kind'),
  text: z.string(),
  message: z.string(),
});
export type Unread = z.infer<typeof Unread>;

/** A folder of modules that the input brings into MODULEPATH. */
export interface ModuleUse {
  line: number;
  column: number;
  directory: string;
  /** Not: the script tells only when it runs which one that is. */
  told: boolean;
}

/** What a form gives. */
export interface Wanted {
  requirements: Requirement[];
  unread: Unread[];
  uses: ModuleUse[];
  /** What was decided while reading, for a person: which platform of a lock. */
  notes: string[];
}

export const nothing = (): Wanted => ({ requirements: [], unread: [], uses: [], notes: [] });

const LONGEST = 200;

export function unread(line: number, text: string, message: string, column = 0): Unread {
  return { line, column, text: text.trim().slice(0, LONGEST), message };
}

/** A place of the input with what stands there. */
export interface Said {
  line: number;
  column?: number;
  text: string;
}

/** The same of a place. */
export const unreadAt = ({ line, text, column = 0 }: Said, message: string): Unread =>
  unread(line, text, message, column);
