import { expect, it } from "vitest";
import { contourSvg } from "../../src/report/contour-svg.ts";

const plot = {
  title: "a <bowl>",
  x: [-2, 2] as const,
  y: [-2, 2] as const,
  value: (x: number, y: number) => x * x + y * y,
  minimum: [0, 0] as const,
  paths: [{ name: "batch", points: [[1, 1] as const, [0.5, 0.5] as const] }],
};

it("draws contours on which the surface has one height", () => {
  const path = /<path d="([^"]*)"/.exec(contourSvg(plot))![1];
  const radii = [...path.matchAll(/M([\d.]+) ([\d.]+)L/g)].map(([, px, py]) => {
    const [x, y] = [((Number(px) - 30) / 640) * 4 - 2, 2 - ((Number(py) - 30) / 420) * 4];
    return Math.hypot(x, y);
  });
  expect(radii.length).toBeGreaterThan(500);
  // All points lie on one of 14 circles.
  const circles = new Set(radii.map((radius) => Math.round(radius * 50)));
  expect(circles.size).toBeLessThanOrEqual(28);
});

it("shows paths, names and a title, escaped", () => {
  const svg = contourSvg(plot);
  expect(svg).toContain("<title>a &lt;bowl&gt;</title>");
  expect(svg).toContain('<polyline points="510,135 430,187.5"');
  expect(svg).toContain(">batch</text>");
});
