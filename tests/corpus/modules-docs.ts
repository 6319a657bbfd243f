import { jsonOf } from '../../server/facets/modules/json.ts';
import { type Case, captured, type Measure } from './measure.ts';
import { captureText, foundModules } from './modules-rows.ts';

/** Listings as sites publish them and as Environment Modules' own examples keep them: edited by hand. */

/** The words between a header and the legend, by white space: `tree name`. */
function wordsOf(text: string): string[] {
  const rows: string[] = [];
  let tree: string | undefined;
  for (const line of text.split('\n')) {
    const header =
      /^\s*(?:-+|~+) (\/?\S.*\S) (?:-+|~+)\s*$/.exec(line)?.[1] ?? /^ ?(\$[A-Z_]+\/\S+)$/.exec(line)?.[1];
    if (header !== undefined) tree = header;
    else if (/^\s*(?:Where:|Use "|[$#`\][%]|\{:)|^If the/.test(line)) tree = undefined;
    else if (tree !== undefined)
      for (const word of line.trim().split(/\s+/))
        if (word !== '' && word !== '...' && !/\/(?:\(|$)/.test(word) && !/^[(<].*[)>]$/.test(word))
          rows.push(`${tree} ${word.replace(/\([^()]*\)$/, '')}`);
  }
  return rows.sort();
}

function cases(kind: string): Case[] {
  return captured(kind).map(({ path }): Case => {
    const text = captureText(path);
    const found = foundModules(path);
    const why = /^\s*<!--.*-->\s*$/.test(text) ? { explained: 'a remark and no listing' } : {};
    return { input: path, expected: wordsOf(text), found, ...why };
  });
}

function productionCases(): Case[] {
  return captured('lmod-spider-json').map(({ path }): Case => {
    const json: unknown = JSON.parse(captureText(path));
    const expected = Object.values(jsonOf(json)).flatMap((files) =>
      Object.values(jsonOf(files)).map((one) => String(jsonOf(one).fullName)),
    );
    return {
      input: path,
      expected: expected.sort(),
      found: foundModules(path)
        .map((row) => row.slice(row.indexOf(' ') + 1))
        .sort(),
    };
  });
}

export const moduleDocMeasures: Measure[] = [
  {
    kind: 'site-docs-avail',
    parser: 'modules avail-columns, module-session',
    truth: 'words by white space',
    cases: () => cases('site-docs-avail'),
  },
  {
    kind: 'envmodules-real-avail',
    parser: 'modules module-session',
    truth: 'words by white space',
    cases: () => cases('envmodules-real-avail'),
  },
  {
    kind: 'lmod-spider-json',
    parser: 'modules lmod-spider-json',
    truth: 'JSON.parse',
    cases: productionCases,
  },
];
