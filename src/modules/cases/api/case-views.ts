import type { z } from 'zod';
import { fileHref } from '../../../kernel/files/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localIso } from '../../../kernel/time/index.ts';
import type { CaseBooks } from '../public/case-books.ts';
import { publicState } from '../public/case-state.ts';
import type { ListedCase } from '../public/list.queries.ts';
import type { Story } from '../public/load-story.ts';
import { publicPlace } from '../public/public-place.ts';
import { publicPoint } from './public-point.ts';
import type { caseDetail, caseSummary } from './schemas.ts';

/** In whose words and by whose clock things are told. */
export type Telling = { k: Kernel; books: CaseBooks; locale: Locale };
type Named = { code: string; name: string } | null;

export function namedIn(
  book: CaseBooks['departments'] | CaseBooks['districts'] | CaseBooks['categories'],
  id: string | null,
  locale: Locale,
): Named {
  const entry = book.get(id);
  return entry ? { code: entry.code, name: book.name(entry.id, locale) } : null;
}

export function momentIn(k: Kernel, at: Date): string;
export function momentIn(k: Kernel, at: Date | null): string | null;
export function momentIn(k: Kernel, at: Date | null): string | null {
  return at ? localIso(at, k.config.TIME_ZONE) : null;
}

/** A letter in a list. */
export function summaryOf({ k, books, locale }: Telling, row: ListedCase): z.input<typeof caseSummary> {
  return {
    number: row.number,
    title: row.title,
    excerpt: row.excerpt,
    kind: row.kind,
    status: publicState(row),
    solved: row.solved,
    district: namedIn(books.districts, row.districtId, locale),
    place: publicPlace(row.address),
    category: namedIn(books.categories, row.categoryId, locale),
    department: namedIn(books.departments, row.leadDepartmentId, locale),
    submittedAt: momentIn(k, row.submittedAt),
    answeredAt: momentIn(k, row.reviewedAt),
    followers: row.followers,
    href: `${k.config.publicUrl}/cases/${row.number}`,
  };
}

/** A letter whole, as far as the story was read: for everybody, or for its author. */
export function detailOf({ k, books, locale }: Telling, story: Story): z.input<typeof caseDetail> {
  const { row, extras } = story;
  const department = (id: string | null) => namedIn(books.departments, id, locale);
  return {
    number: row.number,
    title: row.title,
    body: row.body,
    kind: row.kind,
    channel: row.channel,
    status: publicState({ state: row.state, stateBefore: row.state_before }),
    solved: story.solved,
    author: extras.display_name,
    district: namedIn(books.districts, row.district_id, locale),
    place: publicPlace(row.address),
    point: publicPoint(row),
    category: namedIn(books.categories, row.category_id, locale),
    department: department(row.lead_department_id),
    submittedAt: momentIn(k, row.submitted_at),
    acceptedAt: momentIn(k, row.accepted_at),
    dueAt: momentIn(k, row.due_at),
    answeredAt: momentIn(k, row.reviewed_at),
    closedAt: momentIn(k, row.closed_at),
    round: row.round,
    followers: extras.followers,
    mergedInto: extras.into_number,
    pictures: story.pictures.map((picture) => `${k.config.publicUrl}${fileHref(picture.fileId)}`),
    steps: story.steps.map((step) => ({
      at: momentIn(k, step.at),
      act: step.act,
      department: department(step.department_id),
      text: step.text,
    })),
    replies: [...story.replies.values()].map((reply) => ({
      publishedAt: momentIn(k, reply.publishedAt),
      department: department(reply.departmentId),
      text: reply.text,
    })),
    promises: story.promises.map(({ text, dueOn, state, evidence }) => ({ text, dueOn, state, evidence })),
    href: `${k.config.publicUrl}/cases/${row.number}`,
  };
}
