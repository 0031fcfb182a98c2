import type { Kernel } from '../../../kernel/kernel.ts';
import { type Book, type Department, type District, departmentBook, districtBook } from '../../people/index.ts';
import { type Category, categoryBook } from '../category-book.ts';

/** The small tables that pages of cases name things from. */
export type CaseBooks = { departments: Book<Department>; districts: Book<District>; categories: Book<Category> };

export async function caseBooks(k: Kernel): Promise<CaseBooks> {
  const [departments, districts, categories] = await Promise.all([departmentBook(k), districtBook(k), categoryBook(k)]);
  return { departments, districts, categories };
}
