1 2 + .
: sq dup * ; 7 sq . cr
10 fib . 5 factorial . 2 10 power . 84 36 gcd . 21 6 lcm . cr
25 nth-prime . 97 prime . 91 prime . cr
-5 abs . 3 4 max . 3 4 min . cr
: countdown begin dup . 1- dup not until drop ; 5 countdown cr
72 emit 105 emit cr
