import { writeDocs } from './generate.ts';

for (const path of await writeDocs()) console.log(path);
