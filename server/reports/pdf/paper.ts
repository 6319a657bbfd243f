import { INKS, type Ink } from '../charts/picture.ts';
import type { Report } from '../model.ts';
import type { Face, Faces } from './faces.ts';
import { Sheets } from './sheets.ts';
import type { Structure } from './structure.ts';
import { wrapped } from './wrapped.ts';

/** A4 in points. */
const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = 42;
const HEAD = 62;
const FOOT = 52;

export const LEFT = MARGIN;
export const ROOM = PAGE.width - 2 * MARGIN;
export const PAGE_ROOM = PAGE.height - HEAD - FOOT;

export interface Writing {
  face?: Face['name'];
  size: number;
  ink?: Ink;
  /** An address, or the name of a place in this document. */
  link?: string;
  to?: string;
}

/** Pages that are written from top to bottom, with a structure for those who have them read out. */
export class Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly root: Structure;
  y = HEAD;
  private page = 0;
  private readonly chunks: Uint8Array[] = [];
  private readonly ended: Promise<void>;

  constructor(
    private readonly report: Report,
    readonly faces: Faces,
  ) {
    this.doc = new Sheets({
      autoFirstPage: false,
      bufferPages: true,
      size: [PAGE.width, PAGE.height],
      margin: 0,
      pdfVersion: '1.7',
      tagged: true,
      lang: 'en',
      displayTitle: true,
      info: {
        Title: `Gazetteer: ${faces.plain.shown(report.title)}`,
        Author: 'Gazetteer',
        Creator: `Gazetteer ${report.madeBy}`,
        // Else the clock's, and no two files would be alike.
        CreationDate: new Date(report.madeAt),
      },
    });
    this.doc.registerFont('plain', faces.plain.file);
    this.doc.registerFont('bold', faces.bold.file);
    this.doc.on('data', (chunk: Uint8Array) => this.chunks.push(chunk));
    this.ended = new Promise((resolve, reject) => this.doc.on('end', resolve).on('error', reject));
    this.root = this.doc.struct('Document');
    this.doc.addStructure(this.root);
    this.turnPage();
  }

  /** As much of a text as one line has room for. */
  private line(text: string, size: number, room = ROOM): string {
    const { shown, widthOf } = this.faces.plain;
    return wrapped(shown(text), room, (part) => widthOf(part, size), 1)[0] ?? '';
  }

  turnPage(): void {
    this.doc.addPage();
    this.page += 1;
    this.y = HEAD;
    this.artifact(() => {
      this.put(this.line(this.report.title, 8), LEFT, 34, { size: 8, ink: 'ink-soft' });
      this.rule(40);
    });
  }

  /** Turns the page where less is left of this one. */
  keep(height: number): void {
    if (this.y + height > PAGE.height - FOOT && this.y > HEAD) this.turnPage();
  }

  get left(): number {
    return PAGE.height - FOOT - this.y;
  }

  /** Where the writing is, to come back to. */
  get place(): { page: number; y: number } {
    return { page: this.page, y: this.y };
  }

  /** Writes a line of text on its base line; of a face that has all of its letters. */
  put(text: string, x: number, y: number, { face = 'plain', size, ink = 'ink', link, to }: Writing): void {
    this.doc.font(face, size).fillColor(colourOf(ink));
    this.doc.text(text, x, y, {
      lineBreak: false,
      baseline: 'alphabetic',
      ...(link === undefined ? {} : { link }),
      ...(to === undefined ? {} : { goTo: to }),
    });
  }

  /** Text over as many lines and pages as it takes, as a paragraph of the structure. */
  write(
    text: string,
    { leading = 1.35, most = MOST_LINES, tag = 'P', parent = this.root, ...writing }: Paragraph,
  ): void {
    const face = this.faces[writing.face ?? 'plain'];
    const lines = wrapped(face.shown(text), ROOM, (part) => face.widthOf(part, writing.size), most);
    const element = this.doc.struct(tag);
    parent.add(element);
    for (const line of lines) {
      this.keep(writing.size * leading);
      this.y += writing.size * leading;
      const y = this.y - writing.size * (leading - 1);
      element.add(() => this.put(line, LEFT, y, writing));
    }
    element.end();
  }

  /** What is no content: lines, grounds, heads and feet of pages. */
  artifact(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  rule(y: number, ink: Ink = 'rule', from = LEFT, to = LEFT + ROOM): void {
    this.doc.lineWidth(0.6).strokeColor(colourOf(ink)).moveTo(from, y).lineTo(to, y).stroke();
  }

  /** Goes back to a page that was written before. */
  back(page: number, draw: () => void): void {
    this.doc.switchToPage(page - 1);
    draw();
    this.doc.switchToPage(this.page - 1);
  }

  /** Numbers the pages and closes the document. */
  async finished(about: string): Promise<Uint8Array> {
    for (let page = 1; page <= this.page; page += 1)
      this.back(page, () =>
        this.artifact(() => {
          const number = `page ${page} of ${this.page}`;
          const y = PAGE.height - 28;
          this.put(this.line(about, 7, ROOM - 80), LEFT, y, { size: 7, ink: 'ink-soft' });
          this.put(number, LEFT + ROOM - this.faces.plain.widthOf(number, 7), y, {
            size: 7,
            ink: 'ink-soft',
          });
        }),
      );
    this.doc.end();
    await this.ended;
    return Buffer.concat(this.chunks);
  }
}

interface Paragraph extends Writing {
  leading?: number;
  /** So many lines at most. */
  most?: number;
  /** H1, H2, P, ... (ISO 32000-1, 14.8.4) */
  tag?: string;
  parent?: Structure;
}

/** Of one paragraph; hostile names could fill a book. */
const MOST_LINES = 200;

/** Paper is white. */
export const colourOf = (ink: Ink): string => (ink === 'sheet' ? '#ffffff' : INKS[ink]);
