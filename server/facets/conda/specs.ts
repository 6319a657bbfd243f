import { channelName, withoutSecrets } from './channel.ts';
import { objectOf } from './json.ts';
import type { Listed } from './lists.ts';
import type { Specification } from './schema.ts';
import { yamlTexts } from './yaml.ts';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** An environment file (conda's documentation, "Creating an environment file manually"). */
export function parseEnvironmentFile(text: string): Listed<Specification> | null {
  const file = objectOf(yamlTexts(text));
  // package.json and others have a map of that name; a file that asks for nothing has an empty one.
  if (!file || !('dependencies' in file) || objectOf(file.dependencies)) return null;
  const list = Array.isArray(file.dependencies) ? file.dependencies : [];
  const pip = list.flatMap((one) =>
    typeof one === 'object' && one !== null && 'pip' in one ? texts(one.pip) : [],
  );
  return {
    facts: {
      kind: 'conda.specification',
      name: typeof file.name === 'string' ? file.name : '',
      channels: texts(file.channels).map(channelName),
      specs: texts(list).map(withoutSecrets),
      pip: pip.map(withoutSecrets),
    },
    problems: [],
  };
}
