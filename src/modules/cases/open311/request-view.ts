import { fileHref } from '../../../kernel/files/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localIso } from '../../../kernel/time/index.ts';
import { publicPoint } from '../api/public-point.ts';
import { isOpen } from '../cases.rules.ts';
import { type CaseBooks, caseBooks } from '../public/case-books.ts';
import { stateWords } from '../public/case-state.ts';
import { publicPlace } from '../public/public-place.ts';
import type { RequestRow } from './open311.queries.ts';
import { generalService, limitWords } from './services.ts';

/** A service request as GeoReport v2 names its parts; what is not known is left out. */
export type ServiceRequest = {
  service_request_id: string;
  status: 'open' | 'closed';
  service_code: string;
  requested_datetime: string;
  [part: string]: string | number;
};

const longestDescription = 4000;

/** What everybody may read of the letters, in the words of one language. */
export async function requestViews(k: Kernel, rows: readonly RequestRow[], locale: Locale): Promise<ServiceRequest[]> {
  const books = await caseBooks(k);
  return rows.map((row) => requestView(k, books, row, locale));
}

function requestView(k: Kernel, books: CaseBooks, row: RequestRow, locale: Locale): ServiceRequest {
  const t = k.i18n.t(locale);
  const open = isOpen(row.state);
  const moment = (at: Date | null) => (at ? localIso(at, k.config.TIME_ZONE) : null);
  const category = books.categories.get(row.categoryId);
  const district = books.districts.name(row.districtId, locale);
  const point = publicPoint(row);
  const text = `${row.title}\n\n${row.body}`;
  const parts: Record<string, string | number | null | undefined> = {
    status_notes: [stateWords(t, row).word, row.reply].filter(Boolean).join('\n\n'),
    service_name: category ? books.categories.name(category.id, locale) : t('cases.open311.general'),
    description: [...text].slice(0, longestDescription).join(''),
    agency_responsible: books.departments.name(row.leadDepartmentId, locale),
    service_notice: limitWords(k, row.limitKind, locale),
    updated_datetime: moment(open ? row.updatedAt : (row.closedAt ?? row.answeredAt ?? row.updatedAt)),
    expected_datetime: moment(row.dueAt),
    address: [publicPlace(row.address), district].filter(Boolean).join(', '),
    address_id: books.districts.get(row.districtId)?.code,
    lat: point?.lat,
    long: point?.lon,
    media_url: row.pictureId ? `${k.config.publicUrl}${fileHref(row.pictureId)}` : row.mediaUrl,
  };
  const known = Object.entries(parts).filter(
    (part): part is [string, string | number] => part[1] != null && part[1] !== '',
  );
  return {
    service_request_id: row.number,
    status: open ? 'open' : 'closed',
    service_code: category?.code ?? generalService,
    requested_datetime: localIso(row.submittedAt, k.config.TIME_ZONE),
    ...Object.fromEntries(known),
  };
}
