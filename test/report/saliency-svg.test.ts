import { expect, it } from "vitest";
import { rocSvg } from "../../src/report/roc-svg.ts";
import { saliencySvg } from "../../src/report/saliency-svg.ts";

it("saliency: bars point up or down with the sign, cells take the colour of the change", () => {
  const svg = saliencySvg([
    {
      name: "a&b",
      bases: "AC",
      gradientTimesInput: [2, -1],
      changes: [
        [0, -1, 0.5, 0],
        [1, 0, 0, 0],
      ],
    },
  ]);
  expect(svg).toContain("a&amp;b: gradient x input");
  // Zero lies at 20 + 26 + 35 = 81; the bars are 35 and 17.5 high.
  expect(svg).toContain('<rect x="41" y="46" width="10" height="35" fill="#009E73"/>');
  expect(svg).toContain('<rect x="53" y="81" width="10" height="17.5" fill="#0072B2"/>');
  expect(svg.match(/rgb\(/g)?.length).toBe(3);
  expect(svg).toContain("rgb(213,94,0)");
  expect(svg).toContain("rgb(0,114,178)");
});

it("ROC: curves through the given points, the chance lines, both areas", () => {
  const points = [
    { falsePositiveRate: 0, truePositiveRate: 0.5, precision: 1 },
    { falsePositiveRate: 1, truePositiveRate: 1, precision: 0.5 },
  ];
  const svg = rocSvg(points, 0.75, 0.8125);
  expect(svg).toContain("ROC, AUC 0.7500");
  expect(svg).toContain('<polyline points="60,340 60,190 360,40"');
  expect(svg).toContain('<polyline points="440,40 590,40 740,190"');
  expect(svg).toContain('<polyline points="440,190 740,190" fill="none" stroke="#999"');
});
