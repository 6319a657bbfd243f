import { currentNames } from './current.ts';
import { nameConda, type ToolName } from './index.ts';

const short = (hash: string) => hash.slice(0, 12);

/**
 * The packages inside a mulled image, as tools of their own; none for any other name, and none where the hash is not
 * known. Which build of a package an image got is not in its name, so the image itself is the build.
 */
export function mulledContents(image: ToolName): ToolName[] {
  if (!image.tool.startsWith('mulled-v2-')) return [];
  const packages = currentNames().mulled().find(image.tool, image.version);
  const name = short(image.tool.slice('mulled-v2-'.length));
  const build = ['mulled', name, short(image.version), image.build].filter((part) => part !== '').join('-');
  return (packages ?? []).flatMap((one) => {
    const tool = nameConda({ name: one.name, version: one.version, build: '' });
    return tool === null ? [] : [{ ...tool, build, rule: `${image.rule}+${tool.rule}` }];
  });
}
