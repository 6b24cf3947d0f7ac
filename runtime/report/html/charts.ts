import { BarChart, CustomChart } from "echarts/charts";
import { GridComponent, MarkLineComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { stableHash } from "../../stable-hash.ts";
import { count } from "../results/shown.ts";
import { escaped } from "./markup.ts";
import { COLORS } from "./style.ts";

use([BarChart, CustomChart, GridComponent, MarkLineComponent, SVGRenderer]);

/** What colors of a chart mean, for those who see it: in words it stands in the table. */
export function legend(entries: readonly { readonly name: string; readonly color: string }[]): string {
  const items = entries.map(
    ({ name, color }) => `<li><i style="background:${color}"></i>${escaped(name)}</li>`,
  );
  return `<ul class="legend" aria-hidden="true">${items.join("")}</ul>`;
}

/** A chart for wide and for narrow screens, each drawn for its width so that its text keeps its size. */
export function chart(description: string, draw: (width: number) => Drawing, wide: number = WIDE): string {
  const variants = [
    ["wide", wide],
    ["narrow", NARROW],
  ] as const;
  return variants.map(([name, width]) => svg(name, description, width, draw(width))).join("");
}

const WIDE = 540;
const NARROW = 326;

/** What is drawn, and how high it is. */
export interface Drawing {
  readonly option: EChartsCoreOption;
  readonly height: number;
}

function svg(variant: string, description: string, width: number, { option, height }: Drawing): string {
  const drawn = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    drawn.setOption({
      animation: false,
      textStyle: { fontFamily: "inherit", color: COLORS.text },
      ...option,
    });
    const text = drawn.renderToSVGString();
    const inside = ownNames(withoutHovering(text.slice(text.indexOf(">") + 1)));
    const label = escaped(description);
    return `<svg class="${variant}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">${inside}`;
  } finally {
    drawn.dispose();
  }
}

/** The page has no script, so that nothing is to be pointed at. */
function withoutHovering(drawing: string): string {
  return drawing
    .replace(/<style ?>[\s\S]*?<\/style>/g, "")
    .replace(/ (?:ecmeta_\w+|pointer-events|class)="[^"]*"/g, "")
    .replace(/\n+/g, "\n");
}

/** The library numbers what drawings refer to from the process's start: here the same drawing has the same names always. */
function ownNames(drawing: string): string {
  const names = new Map<string, string>();
  const prefix = `g${stableHash([drawing.replace(LIBRARY_NAME, "")]).slice(0, 8)}`;
  return drawing.replace(LIBRARY_NAME, (name) => {
    const own = names.get(name) ?? `${prefix}-${names.size}`;
    names.set(name, own);
    return own;
  });
}

const LIBRARY_NAME = /\bzr\d+-[a-z]+\d+\b/g;

/** A bar with its name above it and its figure behind it. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly shown: string;
  readonly color: string;
  /** A part of the bar in a color of its own. */
  readonly part?: { readonly value: number; readonly color: string };
}

const ROW = 44;

/** Bars one below the other, however long their names are. */
export function bars(rows: readonly Bar[]): (width: number) => Drawing {
  return (width) => ({
    height: rows.length * ROW + 8,
    option: {
      grid: { left: 0, right: 74, top: 8, bottom: 0 },
      xAxis: { type: "value", show: false, min: 0 },
      yAxis: nameAxis(
        rows.map(({ name }) => name),
        width,
      ),
      series: [
        {
          type: "bar",
          silent: true,
          barWidth: 11,
          barGap: "-100%",
          itemStyle: { borderRadius: 2 },
          data: rows.map(({ value, color }) => ({ value, itemStyle: { color } })),
          label: {
            show: true,
            position: "right",
            fontSize: 13,
            fontWeight: 600,
            color: COLORS.text,
            formatter: ({ dataIndex }: { readonly dataIndex: number }) => rows[dataIndex]?.shown ?? "",
          },
        },
        {
          type: "bar",
          silent: true,
          barWidth: 11,
          itemStyle: { borderRadius: 2 },
          data: rows.map(({ part }) => ({
            value: part?.value ?? 0,
            itemStyle: { color: part?.color ?? COLORS.text },
          })),
        },
      ],
    },
  });
}

/** Names that stand above their rows, from the left edge on. */
function nameAxis(names: readonly string[], width: number): object {
  return {
    type: "category",
    inverse: true,
    data: names.map((name) => fitted(name, width)),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      inside: true,
      margin: 0,
      interval: 0,
      align: "left",
      verticalAlign: "bottom",
      padding: [0, 0, 8, 0],
      fontSize: 12,
      color: COLORS.muted,
    },
    z: 3,
  };
}

/** The widest letter that is usual at this size, and those of scripts whose letters are square. */
const LETTER = 7.4;
const SQUARE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u;

/** A name cut to a width, as nobody measures letters here. */
function fitted(name: string, width: number): string {
  let left = width;
  let shown = "";
  for (const letter of name) {
    left -= SQUARE.test(letter) ? 12 : LETTER;
    if (left < LETTER) return `${shown.trimEnd()}…`;
    shown += letter;
  }
  return shown;
}

/** A line of figures over categories; several lie on each other. */
export interface Layer {
  readonly name: string;
  readonly color: string;
  readonly values: readonly number[];
}

/** Columns side by side. */
export function columns(
  categories: readonly string[],
  layers: readonly Layer[],
  axisName?: string,
): (width: number) => Drawing {
  return (width) => ({
    height: width < WIDE ? 230 : 270,
    option: {
      grid: {
        left: 4,
        right: 18,
        top: 14,
        bottom: axisName === undefined ? 4 : 24,
        outerBoundsMode: "same",
        outerBoundsContain: "axisLabel",
      },
      xAxis: {
        type: "category",
        data: [...categories],
        axisTick: { show: false },
        axisLine: { lineStyle: { color: COLORS.line } },
        axisLabel: { fontSize: 12, color: COLORS.muted, hideOverlap: true },
        ...(axisName !== undefined && {
          name: axisName,
          nameLocation: "middle",
          nameGap: 28,
          nameTextStyle: { fontSize: 12, color: COLORS.muted },
        }),
      },
      yAxis: {
        type: "value",
        minInterval: 1,
        splitNumber: 4,
        splitLine: { lineStyle: { color: COLORS.grid } },
        axisLabel: { fontSize: 12, color: COLORS.muted, formatter: compact },
      },
      series: layers.map(({ name, color, values }) => ({
        type: "bar",
        silent: true,
        name,
        stack: "all",
        barMaxWidth: 42,
        itemStyle: { color },
        data: [...values],
      })),
    },
  });
}

/** `12k`, the same in every locale. */
function compact(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toFixed(1))}M`;
  return Math.abs(value) >= 1e4 ? `${Number((value / 1e3).toFixed(1))}k` : count(value).text;
}

/** An estimate with the interval that it is in. */
export interface Interval {
  readonly name: string;
  readonly low: number;
  readonly estimate: number;
  readonly high: number;
  readonly color: string;
}

/** Estimates with their intervals one below the other, over an axis; `zero` draws a line there. */
export function intervals(
  rows: readonly Interval[],
  { zero, format }: { readonly zero: boolean; readonly format: (value: number) => string },
): (width: number) => Drawing {
  return (width) => ({
    height: rows.length * 44 + 36,
    option: {
      grid: { left: 10, right: 18, top: 8, bottom: 26 },
      xAxis: {
        type: "value",
        scale: zero,
        ...(zero ? {} : { min: 0 }),
        splitNumber: width < WIDE ? 4 : 5,
        splitLine: { lineStyle: { color: COLORS.grid } },
        axisLabel: { fontSize: 12, color: COLORS.muted, formatter: format, hideOverlap: true },
      },
      yAxis: nameAxis(
        rows.map(({ name }) => name),
        width - 20,
      ),
      series: [
        {
          type: "custom",
          silent: true,
          data: rows.map(({ low, estimate, high }, index) => [low, index, estimate, high]),
          encode: { x: [0, 2, 3], y: 1 },
          renderItem: (_: unknown, api: WhiskerCoordinates) => whisker(api, rows),
          ...(zero && {
            markLine: {
              z: 1,
              silent: true,
              symbol: "none",
              label: { show: false },
              lineStyle: { color: COLORS.muted, type: "solid", width: 1 },
              data: [{ xAxis: 0 }],
            },
          }),
        },
      ],
    },
  });
}

interface WhiskerCoordinates {
  value(dimension: number): number;
  coord(point: readonly number[]): readonly number[];
}

const HALF_END = 5;

function whisker(api: WhiskerCoordinates, rows: readonly Interval[]): object {
  const place = api.value(1);
  const at = (dimension: number): readonly [number, number] => {
    const [x = 0, y = 0] = api.coord([api.value(dimension), place]);
    // Below the name, which stands above the row's middle.
    return [x, y + 3];
  };
  const [low, y] = at(0);
  const [estimate] = at(2);
  const [high] = at(3);
  const color = rows[place]?.color ?? COLORS.text;
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: "line",
    shape: { x1, y1, x2, y2 },
    style: { stroke: color, lineWidth: 2 },
  });
  return {
    type: "group",
    children: [
      line(low, y, high, y),
      line(low, y - HALF_END, low, y + HALF_END),
      line(high, y - HALF_END, high, y + HALF_END),
      { type: "circle", shape: { cx: estimate, cy: y, r: 6 }, style: { fill: color } },
    ],
  };
}
