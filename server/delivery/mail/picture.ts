import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const require = createRequire(import.meta.url);

/** Twice the size, for screens with small dots. */
const ZOOM = 2;

interface Engine {
  fonts: Uint8Array[];
}

let starting: Promise<Engine> | undefined;

/** Some megabytes and a tenth of a second, so only when the first picture is drawn. */
async function start(): Promise<Engine> {
  const [wasm, ...fonts] = await Promise.all(
    [
      '@resvg/resvg-wasm/index_bg.wasm',
      'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
      'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
    ].map((file) => readFile(require.resolve(file))),
  );
  await initWasm(wasm ?? Buffer.alloc(0));
  return { fonts };
}

export interface Picture {
  png: Uint8Array;
  /** As it is to be shown. */
  width: number;
  height: number;
}

/** An SVG picture as PNG. */
export async function pictureOf(svg: string): Promise<Picture> {
  // What could not be read now may be there for the next mail.
  starting ??= start().catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  const { fonts } = await starting;
  const resvg = new Resvg(svg, {
    font: { fontBuffers: fonts, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
    fitTo: { mode: 'zoom', value: ZOOM },
    background: '#ffffff',
  });
  try {
    const { width, height } = resvg;
    const image = resvg.render();
    const png = image.asPng();
    image.free();
    return { png, width: Math.round(width), height: Math.round(height) };
  } finally {
    resvg.free();
  }
}
