/** An executor of one's own: see the README beside this project. */
package example.counting;
