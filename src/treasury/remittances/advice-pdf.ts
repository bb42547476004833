import PdfDocument from 'pdfkit';
import type { Advice } from './advice-facts.js';

const margin = 56;
const pageWidth = 595 - 2 * margin;

/** The remittance advice on A4. Its standard fonts write the letters of Western Europe. */
export function advicePdf({ title, facts, amounts, payments }: Advice, writtenAt: Date): PDFKit.PDFDocument {
  const pdf = new PdfDocument({
    size: 'A4',
    margin,
    lang: 'en-GB',
    displayTitle: true,
    info: { Title: title, CreationDate: writtenAt },
  });
  pdf.font('Helvetica-Bold').fontSize(18).text(title).moveDown();
  row(pdf, facts);
  heading(pdf, 'How the amount came about');
  row(pdf, amounts);
  heading(pdf, 'What is paid');
  row(
    pdf,
    payments.map(([payee, account, amount]): [string, string] => [payee, `${amount}   ${account}`]),
  );
  pdf.end();
  return pdf;
}

function heading(pdf: PDFKit.PDFDocument, words: string): void {
  pdf.moveDown().font('Helvetica-Bold').fontSize(12).text(words, margin).moveDown(0.5);
}

/** Names at the left, values at the right; the next begins below the longer one. */
function row(pdf: PDFKit.PDFDocument, rows: [string, string][]): void {
  const left = pageWidth * 0.4;
  for (const [name, value] of rows) {
    pdf.font('Helvetica').fontSize(10);
    const height = Math.max(
      pdf.heightOfString(name, { width: left - 12 }),
      pdf.heightOfString(value, { width: pageWidth - left }),
    );
    if (pdf.y + height > pdf.page.height - margin) pdf.addPage();
    const { y } = pdf;
    pdf.text(name, margin, y, { width: left - 12 });
    pdf.text(value, margin + left, y, { width: pageWidth - left });
    pdf.y = y + height + 4;
  }
}
