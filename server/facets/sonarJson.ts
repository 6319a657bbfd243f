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
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return Output.safeParse(JSON.parse(text)).data?.data.attributes;
  } catch {
    return undefined;
  }
}

const Flat = z.object({ hostname: z.string(), description: z.string(), cpu_cores: z.number() });

/** What Sonar before 0.13 says of a node in one line: `2x14 Intel(R) Xeon(R) ..., 125 GiB, 3x NVIDIA ... @ 11GiB`. */
export function sonarDescription(text: string): string | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return Flat.safeParse(JSON.parse(text)).data?.description;
  } catch {
    return undefined;
  }
}
