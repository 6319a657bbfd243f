import { z } from 'zod';
import { IMAGE_AGES } from '../../query/fleet/imageAges.ts';
import { Hash, Time } from './common.ts';

export const ImageForm = z
  .enum(['sif', 'oci-sif', 'squashfs', 'ext3', 'unknown', 'sandbox', 'podman', 'docker', 'oci', 'registry'])
  .describe('what kind of file, an unpacked folder (sandbox), or the store that holds it');

export const FleetImageRow = z.object({
  site: z.string(),
  cluster: z.string(),
  place: z.string().describe('path, or the store and the id in it'),
  name: z.string().describe("the first name that its store has for it; '' for files"),
  node: z.string().describe("the node whose own it is; '' where nodes share the place"),
  form: ImageForm,
  tools: z.array(z.string()).describe('what it offers by its name or contents'),
  size: z.number().int().nullable().describe('bytes; null where it was not told'),
  created: z.string().describe("as the image says itself; '' when it does not"),
  architecture: z.string(),
  signed: z.boolean().nullable().describe('null where the form has no signatures'),
  encrypted: z.boolean().nullable(),
  digest: z
    .string()
    .describe(
      "<kind>:<hex>: of the file where it was computed, else as the image tells it; '' when not known",
    ),
  nodes: z.number().int().describe('how many nodes see it'),
  document: z.union([Hash, z.literal('')]),
  confirmedAt: Time.nullable().describe('when it was last seen there'),
});
export type FleetImageRow = z.infer<typeof FleetImageRow>;

export const ImageAge = z
  .enum(IMAGE_AGES)
  .describe(
    'by the date that an image gives: within 30 days, 90, 365, 730 or 1460, older, or without a date (or with one before 1990, as repeatable builds have it)',
  );

export const FleetImageAgeRow = z.object({
  age: ImageAge,
  from: z.string().describe("the first day; '' where no date is told"),
  until: z.string().describe("the day after the last; '' where there is none"),
  images: z.number().int(),
  bytes: z.number().int().describe('of those whose size is known'),
  unsized: z.number().int().describe('images of which it is not'),
});
export type FleetImageAgeRow = z.infer<typeof FleetImageAgeRow>;

export const FleetImageCopiesRow = z.object({
  digest: z.string().describe('<kind>:<hex>'),
  copies: z.number().int().describe('places that hold it'),
  clusters: z.number().int(),
  bytes: z.number().int().describe('all of them together, where sizes are known'),
  spare: z.number().int().describe('what all but one of them take'),
  places: z
    .array(z.string())
    .describe('the first five, as site/cluster:path, or site/cluster/node:path where each node has its own'),
});
export type FleetImageCopiesRow = z.infer<typeof FleetImageCopiesRow>;
