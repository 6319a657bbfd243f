import { z } from 'zod';

export const Demonstration = z.object({
  sites: z.array(z.string()).describe('names of its sites'),
  nodes: z.number().int(),
});
export type Demonstration = z.infer<typeof Demonstration>;
