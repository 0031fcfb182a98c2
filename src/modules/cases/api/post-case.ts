import type { z } from 'zod';
import { failFields } from '../../../kernel/errors/index.ts';
import type { ApiKey } from '../../../kernel/http/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { caseBooks } from '../public/case-books.ts';
import type { NewCase } from './new-case.ts';
import { requireCodes } from './read-cases.ts';
import type { receipt } from './schemas.ts';
import { referenceShape, submitFromProgram } from './submit-from-program.ts';

/**
 * Takes in a letter that a program brings.
 * @throws ZodError or AppError beside the fields
 */
export async function postCase(
  k: Kernel,
  key: ApiKey,
  letter: NewCase,
  locale: Locale,
  headerReference: string | null,
): Promise<z.input<typeof receipt>> {
  const books = await caseBooks(k);
  requireCodes(books, letter);
  const reference = letter.reference ?? headerReference;
  if (reference && !referenceShape.test(reference)) failFields({ reference: { key: 'cases.open311.reference_wrong' } });
  const { district, category, reference: _, ...rest } = letter;
  const taken = await submitFromProgram(k, {
    key,
    door: 'api',
    reference,
    locale,
    letter: {
      ...rest,
      districtId: books.districts.byCode(district)?.id,
      categoryId: books.categories.byCode(category)?.id,
    },
  });
  return {
    number: taken.number,
    trackingCode: taken.trackingCode ?? '',
    submittedAt: taken.submittedAt.toISOString(),
    replayed: taken.replayed,
    href: `${k.config.publicUrl}/cases/track`,
  };
}
