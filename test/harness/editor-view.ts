// The text editor of a window: lines and what stands in the gutter and after the text.
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

const EDITOR = '.part.editor .editor-instance';
const BREAKPOINT = '.codicon-debug-breakpoint, .codicon-debug-breakpoint-unverified, .codicon-debug-breakpoint-disabled, .codicon-debug-breakpoint-log, .codicon-debug-breakpoint-conditional';
// Clicks before the debug contribution listens are lost, without a sign of it.
const CLICK_AGAIN_MS = 700;
const HOVER_DELAY_MS = 1000;

interface Place {
  readonly x: number;
  readonly y: number;
}

export class EditorView {
  constructor(private readonly page: Page) {}

  /** Text is shown and its language is known. */
  async ready(): Promise<void> {
    await this.page.locator(`${EDITOR} .view-lines .view-line`).first().waitFor();
    await eventually('the language of the file', () => this.page.locator('[id="status.editor.mode"]').allTextContents(), ([language]) => !!language && !/Plain Text/.test(language));
  }

  /** Sets a breakpoint by a click into the gutter. */
  async setBreakpoint(line: number): Promise<void> {
    const number = await this.lineNumber(line);
    await eventually(
      `a breakpoint in line ${line}`,
      async () => {
        if (!(await this.breakpoints()).includes(line)) await this.clickGutter(number);
        return this.breakpoints();
      },
      (lines) => lines.includes(line),
    );
  }

  /** Lines with a breakpoint sign in the gutter (of any kind), as far as they are scrolled into view. */
  breakpoints(): Promise<number[]> {
    return this.linesAt(this.page.locator(`${EDITOR} .glyph-margin-widgets`).locator(BREAKPOINT));
  }

  /** The line that is highlighted as the place of the stop, or undefined. */
  async topFrameLine(): Promise<number | undefined> {
    return (await this.linesAt(this.page.locator(`${EDITOR} .view-overlays .debug-top-stack-frame-line`)))[0];
  }

  /** Text that decorations add to a line (inline values, inline answers), in order. */
  async decorationTexts(line: number): Promise<string[]> {
    const y = (await this.boxOf(line)).y;
    return this.page.locator(`${EDITOR} .view-lines .view-line`).evaluateAll((rows, top) => {
      const row = rows.find((candidate) => Math.abs(candidate.getBoundingClientRect().top - top) < 3);
      return [...(row?.querySelectorAll('span') ?? [])].flatMap((span) =>
        ['::before', '::after']
          .map((side) => getComputedStyle(span, side).content)
          .filter((content) => content !== 'none' && content !== 'normal' && content !== '""')
          .map((content) => content.replace(/^"|"$/g, '').replaceAll('\\"', '"')),
      );
    }, y);
  }

  /** A line as it is shown, with the inline values that the debugger adds. */
  async lineText(line: number): Promise<string> {
    const { y } = await this.boxOf(line);
    const text = await this.page
      .locator(`${EDITOR} .view-lines .view-line`)
      .evaluateAll((rows, top) => rows.find((candidate) => Math.abs(candidate.getBoundingClientRect().top - top) < 3)?.textContent ?? '', y);
    return text.replaceAll('\u00a0', ' ');
  }

  /** Moves the mouse over the first occurrence of a text in a line, wherever the colours divide it. */
  async hover(line: number, text: string): Promise<void> {
    const place = await this.placeOf(line, text);
    // A hover comes with a movement.
    await this.page.mouse.move(place.x - 2, place.y);
    await this.page.mouse.move(place.x, place.y);
  }

  /** Puts the cursor behind the first occurrence of a text in a line, and opens the menu there. */
  async contextMenu(line: number, text: string): Promise<void> {
    const place = await this.placeOf(line, text);
    await this.page.mouse.click(place.x, place.y, { button: 'right' });
  }

  /** Moves the mouse over the text that a decoration adds to a line until a hover with `shown` is there; answers its text. A first movement may be lost. */
  async decorationHover(line: number, text: string, shown: string): Promise<string> {
    const hover = this.page.locator('.monaco-hover:visible').filter({ hasText: shown });
    await eventually(
      `a hover with ${shown} over ${text}`,
      async () => {
        await this.hoverDecoration(line, text);
        await this.page.waitForTimeout(HOVER_DELAY_MS);
        return hover.count();
      },
      (count) => count === 1,
    );
    return hover.innerText();
  }

  /** Moves the mouse over the text that a decoration adds to a line. */
  private async hoverDecoration(line: number, text: string): Promise<void> {
    const place = await eventually(`the decoration ${text} in line ${line}`, () => this.findDecoration(line, text), (found) => found !== undefined);
    await this.page.mouse.move(place!.x - 3, place!.y);
    await this.page.mouse.move(place!.x, place!.y);
  }

  private async findDecoration(line: number, text: string): Promise<Place | undefined> {
    const { y } = await this.boxOf(line);
    return this.page.locator(`${EDITOR} .view-lines .view-line span`).evaluateAll(
      (spans, [top, wanted]) => {
        const span = spans.find((each) => Math.abs(each.getBoundingClientRect().top - top) < 6 && getComputedStyle(each, '::after').content.includes(wanted));
        const box = span?.getBoundingClientRect();
        // Its end may be outside the editor; its start is a margin.
        return box && { x: box.left + Math.min(box.width - 5, 80), y: box.top + box.height / 2 };
      },
      [y, text] as const,
    );
  }

  /** Scrolls a line into view and puts the cursor there. */
  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget:visible .quick-input-box input');
    await input.fill(`:${line}`);
    await this.page.keyboard.press('Enter');
    await this.lineNumber(line);
  }

  /** Lines may move while it looks: values come behind them, and a stop scrolls. */
  private async placeOf(line: number, text: string): Promise<Place> {
    const place = await eventually(`the text ${text} in line ${line}`, () => this.findText(line, text), (found) => found !== undefined);
    return place!;
  }

  private async findText(line: number, text: string): Promise<Place | undefined> {
    const { y } = await this.boxOf(line);
    return this.page.locator(`${EDITOR} .view-lines .view-line`).evaluateAll(
      (rows, [top, wanted]) => {
        const row = rows.find((candidate) => Math.abs(candidate.getBoundingClientRect().top - top) < 3);
        if (row === undefined) return undefined;
        const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        const pieces: { node: Node; start: number }[] = [];
        let content = '';
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          pieces.push({ node, start: content.length });
          content += node.textContent!.replaceAll('\u00a0', ' ');
        }
        const at = content.indexOf(wanted);
        if (at < 0) return undefined;
        const middle = at + Math.floor(wanted.length / 2);
        const piece = pieces.findLast(({ start }) => start <= middle)!;
        const range = document.createRange();
        range.setStart(piece.node, middle - piece.start);
        range.setEnd(piece.node, middle - piece.start + 1);
        const box = range.getBoundingClientRect();
        return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      },
      [y, text] as const,
    );
  }

  private async lineNumber(line: number): Promise<Locator> {
    const locator = this.page.locator(`${EDITOR} .margin-view-overlays .line-numbers`).filter({ hasText: new RegExp(`^${line}$`) }).first();
    await locator.waitFor();
    return locator;
  }

  private async boxOf(line: number): Promise<{ x: number; y: number; height: number }> {
    return this.boxOfLocator(await this.lineNumber(line));
  }

  private async boxOfLocator(locator: Locator): Promise<{ x: number; y: number; height: number }> {
    const box = await eventually('a place on the screen', () => locator.boundingBox(), (found) => found !== null);
    return box ?? { x: 0, y: 0, height: 0 };
  }

  private async clickGutter(lineNumber: Locator): Promise<void> {
    const box = await this.boxOfLocator(lineNumber);
    await this.page.mouse.click(box.x - 8, box.y + box.height / 2);
    await this.page.waitForTimeout(CLICK_AGAIN_MS);
  }

  /** Line numbers at the height of the given elements. */
  private async linesAt(elements: Locator): Promise<number[]> {
    const tops = await elements.evaluateAll((found) => found.map((element) => element.getBoundingClientRect().top));
    const numbers = await this.page
      .locator(`${EDITOR} .margin-view-overlays .line-numbers`)
      .evaluateAll((found) => found.map((element) => ({ line: Number(element.textContent), top: element.getBoundingClientRect().top })));
    return tops.flatMap((top) => numbers.filter((number) => Math.abs(number.top - top) < 4).map(({ line }) => line));
  }
}
