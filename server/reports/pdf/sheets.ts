import PDFDocument from 'pdfkit';

/**
 * A document whose pages hold what is drawn on them in one piece: pdfkit keeps a buffer for every operation, which is
 * several times what it draws.
 */
export class Sheets extends PDFDocument {
  private pending: string[] | undefined;

  override addContent(data: string): this {
    this.pending ??= [];
    this.pending.push(data);
    return this;
  }

  override addPage(options?: PDFKit.PDFDocumentOptions): this {
    this.settle();
    super.addPage(options);
    return this;
  }

  override switchToPage(page: number): PDFKit.PDFPage {
    this.settle();
    return super.switchToPage(page);
  }

  override end(): void {
    this.settle();
    super.end();
  }

  /** Hands over what was drawn on this page since. */
  private settle(): void {
    if (this.pending?.length) this.page.write(this.pending.join('\n'));
    this.pending = [];
  }
}
