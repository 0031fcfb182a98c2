import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { atLocal, isLocalDate, startOfDay } from '../../../kernel/time/index.ts';
import { type CaseState, openStates, states } from '../cases.rules.ts';
import { categoryBook } from '../category-book.ts';
import { publicRequests, publicRequestsByNumber, type RequestFilter, type RequestRow } from './open311.queries.ts';
import { generalService } from './services.ts';

const day_ms = 86_400_000;
const longest_days = 90;
/** As the standard says. */
const mostRequests = 1000;

const listed = (value: unknown): string[] =>
  [value]
    .flat()
    .flatMap((part) => (typeof part === 'string' ? part.split(',') : []))
    .map((part) => part.trim())
    .filter(Boolean);

/**
 * The public letters that a query asks for: by number, which overrides everything else, or by service, period of at most
 * 90 days and status; the newest 1000.
 * @throws AppError kernel.invalid with the parameters that are wrong
 */
export async function askedRequests(k: Kernel, query: Record<string, unknown>): Promise<RequestRow[]> {
  const numbers = listed(query.service_request_id);
  if (numbers.length > 0) return requestsByNumber(k, numbers);
  const filter: RequestFilter = period(k, query);
  const wanted = listed(query.status);
  if (wanted.some((status) => status !== 'open' && status !== 'closed'))
    failFields({ status: { key: 'cases.open311.status_unknown' } });
  if (wanted.length > 0 && new Set(wanted).size < 2) filter.states = statesOf(wanted[0] as 'open' | 'closed');
  const codes = listed(query.service_code);
  if (codes.length > 0) {
    const book = await categoryBook(k);
    filter.categoryIds = codes.map((code) => {
      if (code === generalService) return null;
      return book.byCode(code)?.id ?? failFields({ service_code: { key: 'cases.open311.service_unknown' } });
    });
  }
  return publicRequests(k.db, filter, mostRequests);
}

const numberShape = /^\d{4}-\d{4}-\d{4,6}$/;

/** The public letters among those of these numbers; what is no number is passed over. */
export function requestsByNumber(k: Kernel, numbers: readonly string[]): Promise<RequestRow[]> {
  const shaped = [...new Set(numbers)].filter((number) => numberShape.test(number));
  return publicRequestsByNumber(k.db, shaped.slice(0, mostRequests));
}

function statesOf(status: 'open' | 'closed'): readonly CaseState[] {
  return status === 'open' ? openStates : states.filter((state) => !openStates.includes(state));
}

/** The period asked for. With one end given the other is 90 days away, with none it is the last 90 days. */
function period(k: Kernel, query: Record<string, unknown>): { from: Date; until: Date } {
  const now = k.clock.now();
  const start = momentOf(k, 'start_date', query.start_date);
  const end = momentOf(k, 'end_date', query.end_date);
  const span = longest_days * day_ms;
  if (start && end) {
    if (start > end) failFields({ end_date: { key: 'cases.open311.date_order' } });
    if (end.getTime() - start.getTime() > span) failFields({ end_date: { key: 'cases.open311.date_span' } });
    return { from: start, until: end };
  }
  if (start) return { from: start, until: new Date(start.getTime() + span) };
  const until = end ?? now;
  return { from: new Date(until.getTime() - span), until };
}

const momentShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** A moment as W3C writes it; without an offset by the city's clock, a date alone is its beginning there. */
function momentOf(k: Kernel, name: string, value: unknown): Date | null {
  if (value === undefined || value === '') return null;
  // A plus sign that was not escaped arrives as a space.
  const text = typeof value === 'string' ? value.trim().replace(/ (?=\d{2}:?\d{2}$)/, '+') : '';
  if (isLocalDate(text)) return startOfDay(text, k.config.TIME_ZONE);
  if (momentShape.test(text)) {
    const [day = '', rest = ''] = text.split(/T/i);
    const at = isLocalDate(day) ? instant(day, rest, k.config.TIME_ZONE) : null;
    if (at) return at;
  }
  return failFields({ [name]: { key: 'cases.open311.date_wrong' } });
}

function instant(day: string, clock: string, zone: string): Date | null {
  try {
    const at = /(Z|[+-]\d{2}:?\d{2})$/i.test(clock) ? new Date(`${day}T${clock}`) : atLocal(day, clock, zone);
    return Number.isNaN(at.getTime()) ? null : at;
  } catch {
    return null;
  }
}
