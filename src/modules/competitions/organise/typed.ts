import { typedFields } from '../../../kernel/text/index.ts';

/** Fields of forms here, and what is said of what is too long. */
export const { line, lines } = typedFields('competitions.organise.field_error.too_long');
