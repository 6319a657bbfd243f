import { extensionsIn } from './provided.ts';
import type { Module } from './schema.ts';

/**
 * The keys that whatis texts begin with. Lmod suggests Name, Version, Category, Keywords, Description
 * and URL (its manual, "Module names and module files"); EasyBuild writes Description, Homepage, URL
 * and Extensions; Spack and older sites write plain text.
 */
const KEY = /^\s*([A-Za-z][A-Za-z ]{0,18}?)\s*:\s*/;

/** Fills description, homepage, category and keywords of a module from its whatis texts. */
export function tellWhatis(module: Module, texts: string[]): void {
  const plain: string[] = [];
  const isUntold = module.provides.length === 0;
  for (const text of texts) {
    const key = KEY.exec(text);
    const value = key ? text.slice(key[0].length).trim() : text.trim();
    switch (key?.[1]?.toLowerCase()) {
      case 'description':
        module.description ||= value;
        break;
      case 'url':
      case 'homepage':
        module.homepage ||= value;
        break;
      case 'category':
        module.category ||= value;
        break;
      case 'keyword':
      case 'keywords':
        module.keywords.push(...keywordsOf(value));
        break;
      case 'extensions':
        // What the module tool itself is told says as much, in a form of its own.
        if (isUntold) module.provides.push(...extensionsIn(value));
        break;
      case 'name':
      case 'version':
        break;
      default:
        if (text.trim() !== '') plain.push(text.trim());
    }
  }
  module.description ||= plain.join('\n');
  module.keywords = [...new Set(module.keywords)].sort();
  module.provides = [...new Set(module.provides)].sort();
}

export function keywordsOf(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
