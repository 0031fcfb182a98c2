import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** `found`: what it is instead: pdf, odt, rtf, sheet, slides, archive, other */
  'consultations.documents.not_a_docx': 422,
  /** a DOCX whose parts cannot be read */
  'consultations.documents.broken': 422,
  /** `limit_mb` */
  'consultations.documents.too_large': 422,
  /** `limit`: paragraphs */
  'consultations.documents.too_many': 422,
  'consultations.documents.encrypted': 422,
  'consultations.documents.old_doc': 422,
  'consultations.documents.empty': 422,
  /** reading it took too long and was given up */
  'consultations.documents.too_long': 422,
  /** as many texts as are allowed are being read already */
  'consultations.documents.busy': 503,
  /** there is no imported text that waits for being published */
  'consultations.documents.nothing_imported': 409,
  /** somebody imported another text in the meantime */
  'consultations.documents.other_import': 409,
  'consultations.documents.no_version': 404,
  /** nothing differs from what is published */
  'consultations.documents.same_text': 409,
});
