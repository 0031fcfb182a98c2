import type { Kernel } from '../../kernel/kernel.ts';
import { type Book, keepBook } from '../people/index.ts';
import { allCategories, type Category } from './category-book.queries.ts';

export type { Category } from './category-book.queries.ts';

/** 事项目录: the categories with who leads by default and which limit applies. */
export function categoryBook(k: Kernel): Promise<Book<Category>> {
  return keepBook(k, 'categories', () => allCategories(k.db));
}

/** The category with its ancestors, from the top. */
export function categoryPath(book: Book<Category>, id: string | null): Category[] {
  const path: Category[] = [];
  for (let entry = book.get(id); entry && path.length < 5; entry = book.get(entry.parentId)) path.unshift(entry);
  return path;
}
