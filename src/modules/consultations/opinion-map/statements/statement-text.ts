import { z } from 'zod';
import { typedLine } from '../../../../kernel/text/index.ts';
import { statement_characters } from '../opinion-map.rules.ts';

/** One sentence that people can agree or disagree with, on one line. */
export const statementText = z
  .string('consultations.opinion_map.field.text_needed')
  .default('')
  .transform((text) => typedLine(text.replace(/\s*[\r\n]+\s*/g, ' ')))
  .pipe(
    z
      .string()
      .refine((text) => [...text].length >= 4, 'consultations.opinion_map.field.text_needed')
      .refine((text) => [...text].length <= statement_characters, 'consultations.opinion_map.field.text_long'),
  );
