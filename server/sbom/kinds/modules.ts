import { type Module, Tree } from '../../facets/modules/schema.ts';
import { type Assembly, type Beside, type Component, once, properties, versioned } from '../component.ts';

/** A tree of modules: what they are called, not what their software is made of. */
export function moduleTree(facts: unknown, { name, modulefiles }: Beside): Assembly | null {
  const found = Tree.safeParse(facts);
  if (!found.success) return null;
  const { tool, read, modules } = found.data;
  return {
    subject: { type: 'platform', name, ...properties({ tool, read }) },
    parts: modules.map((one) => moduleOf(one, modulefiles.get(one.fullName) ?? '')),
    // A tree that was listed by names may hold what its tool would not show, and the other way round.
    aggregate: read === 'evaluated' ? 'complete' : 'unknown',
  };
}

function moduleOf(one: Module, sha256: string): Component {
  const extensions = once(
    one.provides.map((text): Component => {
      const slash = text.lastIndexOf('/');
      return slash > 0
        ? { type: 'library', name: text.slice(0, slash), ...versioned(text.slice(slash + 1)) }
        : { type: 'library', name: text };
    }),
  );
  return {
    type: 'application',
    name: one.name,
    ...versioned(one.version),
    ...(one.description === '' ? {} : { description: one.description }),
    ...website(one.homepage),
    ...(extensions.length === 0 ? {} : { components: extensions }),
    ...properties({
      module: one.fullName,
      file: one.file,
      // The software that it loads has other bytes.
      'file-sha256': sha256,
      family: one.family,
      restricted: one.restricted,
      broken: one.broken,
      hidden: one.hidden || null,
    }),
  };
}

/** Only an address of the web is one: a modulefile may say anything. */
function website(homepage: string): Pick<Component, 'externalReferences'> {
  const isAddress = /^https?:\/\/[^\s"<>\\^`{|}]+$/.test(homepage) && URL.canParse(homepage);
  return isAddress ? { externalReferences: [{ type: 'website', url: homepage }] } : {};
}
