/** What pdfkit 0.20 takes and its types of 0.17 do not know. */
declare global {
  namespace PDFKit.Mixins {
    interface StructureElementOptions {
      /** Which cells a heading is of (ISO 32000-1, 14.8.5.7). */
      scope?: 'Column' | 'Row';
    }
    interface PDFVector {
      dash(lengths: readonly number[]): this;
    }
  }
}

export type Structure = PDFKit.PDFStructureElement;
