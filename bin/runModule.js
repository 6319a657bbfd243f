import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { home } from './prepare.js';

/** What the stand-ins below give on. */
const modules = Symbol.for('gazetteer.built');

/**
 * The service as it is built and shipped, so that a bench times that and not what Vite makes of its sources: each module of it is loaded by Node
 * itself, and Vite is given one that passes its names on. (Vite takes in what lies in this folder even where it is called external, and then each use of
 * an import is a call.)
 */
const built = {
  name: 'gazetteer-built',
  enforce: 'pre',
  async load(id) {
    const from = join(home, 'server/');
    if (!id.startsWith(from) || !id.endsWith('.ts')) return null;
    const file = join(home, 'dist/server', `${id.slice(from.length, -'.ts'.length)}.js`);
    if (!existsSync(file)) return null;
    const module = await import(pathToFileURL(file).href);
    globalThis[modules] ??= new Map();
    globalThis[modules].set(id, module);
    const names = Object.keys(module).map((name) => `export const ${name} = built.${name};`);
    return [
      `const built = globalThis[Symbol.for('gazetteer.built')].get(${JSON.stringify(id)});`,
      ...names,
    ].join('\n');
  },
};

/** Runs a TypeScript module of this checkout: Node 20 cannot by itself, and Vite is here already. */
export async function runModule(path, { ofBuilt = false } = {}) {
  const { createServer } = await import('vite');
  const vite = await createServer({
    root: home,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    plugins: ofBuilt ? [built] : [],
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    await vite.ssrLoadModule(join(home, path));
  } finally {
    await vite.close();
  }
}
