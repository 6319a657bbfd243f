import { writeDocs } from './generate.ts';

for (const path of writeDocs()) console.log(path);
