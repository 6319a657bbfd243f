import { z } from 'zod';

/** The parts of Sonar's sysinfo that facets read (https://github.com/NordicHPC/sonar, doc/NEW-FORMAT.md). */
const Attributes = z.object({
  os_name: z.string().catch(''),
  os_release: z.string().catch(''),
  architecture: z.string().catch(''),
  cards: z.array(z.unknown()).catch([]),
});
export type SonarAttributes = z.infer<typeof Attributes>;

/** From version 0.13 on; before that `sonar sysinfo` printed one flat object, without these. */
const Output = z.object({ data: z.object({ type: z.literal('sysinfo'), attributes: Attributes }) });

/** Undefined when the text is something else. */
export function sonarAttributes(text: string): SonarAttributes | undefined {
  return Output.safeParse(sonarJson(text)).data?.data.attributes;
}

const Flat = z.object({ hostname: z.string(), description: z.string(), cpu_cores: z.number() });

/** What Sonar before 0.13 says of a node in one line: `2x14 Intel(R) Xeon(R) ..., 125 GiB, 3x NVIDIA ... @ 11GiB`. */
export function sonarDescription(text: string): string | undefined {
  return Flat.safeParse(sonarJson(text)).data?.description;
}

/**
 * The object in a text; where several stand one behind another, as in a file that is written to each day, the
 * last whole one. Undefined when there is none.
 */
export function sonarJson(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  return parsed(text) ?? parsed(lastObject(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** From left to right, once: braces outside of strings. */
function lastObject(text: string): string {
  let found = '';
  let depth = 0;
  let from = 0;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isString) {
      if (char === '\\') at += 1;
      else if (char === '"') isString = false;
    } else if (char === '"') isString = true;
    else if (char === '{') {
      if (depth === 0) from = at;
      depth += 1;
    } else if (char === '}' && depth > 0) {
      depth -= 1;
      if (depth === 0) found = text.slice(from, at + 1);
    }
  }
  return found;
}
